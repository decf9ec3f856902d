// options: -Wall
void exit(int) __attribute__((noreturn));
int each(int n) {
  return n * each(n - 1);
}
int both(int n) {
  if (n)
    return both(1);
  else
    return both(2);
}
int chosen(int n) {
  return n ? chosen(1) : chosen(2);
}
void forever(int n) {
  for (;;)
    forever(n);
}
void or_ends(int n) {
  if (n)
    exit(1);
  or_ends(n);
}
int after_switch(int n) {
  switch (n) {
    case 1: n++; break;
    default: n--;
  }
  return after_switch(n);
}
// Not these.
int some(int n) {
  if (n)
    return 1;
  return some(n - 1);
}
int maybe(int n) {
  return n && maybe(n - 1);
}
void loop(int n) {
  while (n--)
    loop(n);
}
void broken(int n) {
  for (;;) {
    if (n)
      break;
    broken(n);
  }
}
void jumps(int n) {
  if (n)
    goto out;
  jumps(n);
out:;
}
