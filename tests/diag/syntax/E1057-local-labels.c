// options: -Wdeclaration-after-statement
int f(int x) {
  __label__ out;
  __label__ again;
  int y = x;
again:
  if (y > 3) goto out;
  int z = y++;
  goto again;
out:
  return y + z;
}
