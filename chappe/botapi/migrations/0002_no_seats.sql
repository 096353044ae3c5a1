-- Which bots are in a channel is said by its members.
DROP TABLE bot_seat;
