#error no platform chosen
int f(void) { return undefined_name; }
