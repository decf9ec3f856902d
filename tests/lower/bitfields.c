// Only the bytes of the field are touched; a packed field may straddle.
struct s { unsigned a : 3; int b : 7; char c; };
struct __attribute__((packed)) p { char x; unsigned long v : 61; };
int get(struct s *s) { return s->b; }
void set(struct s *s, int v) { s->b = v; }
unsigned long far(struct p *p) { return p->v; }
