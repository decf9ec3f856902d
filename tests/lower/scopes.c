// Leaving a scope by any way runs its cleanups and gives back its arrays.
void release(int *);
int f(int n) {
  int lock __attribute__((cleanup(release))) = n;
  for (int i = 0; i < n; i++) {
    char buffer[i + 1];
    buffer[i] = 1;
    if (buffer[0] == n) continue;
    if (i == 7) goto out;
  }
  return lock;
out:
  return 0;
}
