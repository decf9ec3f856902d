#defin X 1
int x;
