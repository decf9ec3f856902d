extern _Thread_local int x;
int x;
