ALTER TABLE channel ADD COLUMN photo {bytes};   -- chatPhoto, TL, as it stands beside the name; null: none
