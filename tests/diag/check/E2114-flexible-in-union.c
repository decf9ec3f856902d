union U { int n; int a[]; };
