struct thing;
struct thing a[3];
