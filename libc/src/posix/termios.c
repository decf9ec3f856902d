/* Terminals over the kernel's ioctls. */
#include <termios.h>
#include "../internal.h"

enum { TCGETS_ = 0x5401, TCSETS_ = 0x5402, TCSBRK_ = 0x5409, TCXONC_ = 0x540A, TCFLSH_ = 0x540B, TIOCGSID_ = 0x5429, SPEED_BITS = 010017 };

int tcgetattr(int fd, struct termios *t) {
  return (int)__result(SYSCALL3(SYS_ioctl, fd, TCGETS_, t));
}

int tcsetattr(int fd, int when, const struct termios *t) {
  if ((unsigned)when > TCSAFLUSH) {
    errno = EINVAL;
    return -1;
  }
  return (int)__result(SYSCALL3(SYS_ioctl, fd, TCSETS_ + when, t));
}

int tcflush(int fd, int queue) {
  return (int)__result(SYSCALL3(SYS_ioctl, fd, TCFLSH_, queue));
}

int tcdrain(int fd) {
  return (int)WAITING(SYSCALL3(SYS_ioctl, fd, TCSBRK_, 1));
}

void cfmakeraw(struct termios *t) {
  t->c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
  t->c_oflag &= ~(tcflag_t)OPOST;
  t->c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
  t->c_cflag = (t->c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
  t->c_cc[VMIN] = 1;
  t->c_cc[VTIME] = 0;
}

speed_t cfgetospeed(const struct termios *t) {
  return t->c_cflag & SPEED_BITS;
}
speed_t cfgetispeed(const struct termios *t) {
  return cfgetospeed(t);
}

int cfsetospeed(struct termios *t, speed_t speed) {
  if (speed & ~(speed_t)SPEED_BITS) {
    errno = EINVAL;
    return -1;
  }
  t->c_cflag = (t->c_cflag & ~(tcflag_t)SPEED_BITS) | speed;
  return 0;
}
int cfsetispeed(struct termios *t, speed_t speed) {
  return speed ? cfsetospeed(t, speed) : 0;
}

int cfsetspeed(struct termios *t, speed_t speed) {
  return cfsetospeed(t, speed);
}

int tcflow(int fd, int action) {
  return (int)__result(SYSCALL3(SYS_ioctl, fd, TCXONC_, action));
}

int tcsendbreak(int fd, int duration) {
  return (int)__result(SYSCALL3(SYS_ioctl, fd, TCSBRK_, 0));
}

pid_t tcgetsid(int fd) {
  pid_t id;
  return __result(SYSCALL3(SYS_ioctl, fd, TIOCGSID_, &id)) < 0 ? -1 : id;
}
