// options: -std=c2x
bool x = true
int y;
