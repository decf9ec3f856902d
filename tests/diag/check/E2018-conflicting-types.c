int x;
double x;
