// options: -Wextra
unsigned long length(const char *);
enum { NF = 100 };
int e;
int t2(const char *s, int af) {
 return NF - (af == 3) < length(s)
 || NF + (af > 3) < length(s)
 || 1 - (af > 3) < length(s)
 || 0 - (af > 3) < length(s)
 || (af > 3) - 1 < length(s)
 || 2 - !af < length(s)
 || (af && e) + 2 < length(s)
 || 2 - (af && e) < length(s)
 || (af && e) + (af == 2) < length(s)
 || 100 - (af ? 3 : 4) < length(s)
 || (af & 7) + 3 < length(s)
 || 100 - (af & 7) < length(s)
 || (af == 3 ? 2 : 9) + 7 < length(s)
 || 1 << (af == 3) < length(s)
 || -(af == 3) < length(s)
 || 3 - (1 - (af == 3)) < length(s)
 || 3 - (af == 3) - 1 < length(s)
 || (af == 3) - (e == 1) < length(s)
 || (af == 3) + (e == 1) < length(s)
 || ~(af == 3) < length(s)
 || (af > e ? 3 : 4) * 2 < length(s)
 || (af > e ? 3 : 4) * -2 < length(s)
 || NF - (_Bool)af < length(s)
 || NF - (long)(af == 3) < length(s)
 || (af == 3 ? 2 : af) + 7 < length(s) ; }
