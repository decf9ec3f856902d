#error this needs   a newer compiler
