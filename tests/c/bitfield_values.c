// Bit-fields keep their width through commas, assignments, steps and statement expressions (gcc): csmith seed 2764.
// skip: rv32
int printf(const char*,...);
struct { unsigned f:20; unsigned g:32; unsigned long h:40; unsigned char c:3; unsigned long q:33; } s={165,7,9,5,1};
int one=1;
#define P(e) printf("%s: %d size %d\n", #e, (e), (int)sizeof(+(e)))
int main(void){
 P((0,s.f) < -1); P((s.f=5) < -1); P((s.f+=5) < -1); P(++s.f < -1); P(s.f++ < -1); P(s.f-- < -1);
 P((one?s.f:s.f) < -1); P((one?s.f:1) < -1); P(({s.f;}) < -1); P((0,s.h) < -1); P((s.h=1)-2 < 0);
 P((0,s.h)-10 < 0); P((one?s.h:s.h) -10 < 0); P((s.h)-10 < 0);P((s.h=3)-10 < 0);P((s.h++)-10 < 0);P((++s.h)-10 < 0);P(({s.h;})-10 < 0); P((s.g=1) < -1); P((0,s.g) < -1); P(__extension__ s.f < -1); P((1,2,s.f) < -1); P((0,(s.f=1)) < -1);
 P((0,s.c)-7<0); P((s.q+0)<<31 < 0); P(((0,s.q)<<32)>>32); P(((s.q=1)<<32)>>32); P((s.q<<32)>>32 ); P(((one?s.q:s.q)<<32)>>32); P(((s.q+1)<<32)>>32);P(~s.q==~(0,s.q)); P((__typeof__((0,s.f)))-1 < 0);
  P(_Generic(+(0,s.f),unsigned:1,int:2,default:3)); P(_Generic(+(s.f=1),unsigned:1,int:2,default:3)); P(-(0,s.f) < 0); P(!(0,s.f)); P(((0,s.f)>>1)-200<0); P((s.f=1)-200<0); P(s.f < (0,-1)); switch((0,s.f)){default:;}
 P(((void)0,(one,s.f)) < -1); P((_Bool)(0,s.f)); P((0,s.f)*-1<0); P((__real__ s.f)<-1); P(((0,s.f)?:-1)<-1); P((s.f?:-1)<-1);
}
