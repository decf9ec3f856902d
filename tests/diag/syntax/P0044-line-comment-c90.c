// options: -std=c90
int x; // said once
