unsigned long f(int a[3]) { return sizeof a; }
