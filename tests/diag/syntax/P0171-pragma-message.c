#pragma message("building the " "small one")
int x;
