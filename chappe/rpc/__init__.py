"""The question room: a method call's way from TL bytes to its answer.

`wrap` peels the invoke* wrappers, `gates` refuses who may not ask, `dispatch` opens the one
transaction and runs the handler that `method` has in its table. `errors` knows the names that the
real service uses.
"""
