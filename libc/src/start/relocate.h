/* A position-independent executable puts its own addresses right (ELF gABI, dynamic section; psABI R_RISCV_RELATIVE).
   Nothing here may need a relocation itself: only hidden symbols, reached relative to pc. */

typedef struct {
  unsigned char ident[16];
  unsigned short type, machine;
  unsigned version;
  unsigned long entry, phoff, shoff;
  unsigned flags;
  unsigned short ehsize, phentsize, phnum;
} Elf_header;

typedef struct {
  unsigned type, flags;
  unsigned long offset, vaddr;
} Segment_header;

typedef struct {
  long tag;
  unsigned long value;
} Dynamic;

typedef struct {
  unsigned long offset, info;
  long addend;
} Rela;

enum { SEGMENT_DYNAMIC = 2, TAG_RELA = 7, TAG_RELASZ = 8, RISCV_RELATIVE = 3 };

#define HIDDEN __attribute__((visibility("hidden")))
extern HIDDEN const Elf_header __ehdr_start;
extern HIDDEN const Dynamic _DYNAMIC[];

/* How far from its link address the image was loaded. */
HIDDEN unsigned long __load_bias(void) {
  const char *segments = (const char *)&__ehdr_start + __ehdr_start.phoff;
  for (unsigned i = 0; i < __ehdr_start.phnum; i++) {
    const Segment_header *segment = (const Segment_header *)(segments + i * __ehdr_start.phentsize);
    if (segment->type == SEGMENT_DYNAMIC) return (unsigned long)_DYNAMIC - segment->vaddr;
  }
  return 0;
}

HIDDEN void __relocate_self(void) {
  unsigned long bias = __load_bias(), table = 0, size = 0;
  for (const Dynamic *entry = _DYNAMIC; entry->tag; entry++) {
    if (entry->tag == TAG_RELA) table = entry->value + bias;
    if (entry->tag == TAG_RELASZ) size = entry->value;
  }
  for (const Rela *entry = (const Rela *)table; size; entry++, size -= sizeof *entry)
    if ((unsigned)entry->info == RISCV_RELATIVE) *(unsigned long *)(entry->offset + bias) = entry->addend + bias;
}
