#define JOIN(a, b) a ##
