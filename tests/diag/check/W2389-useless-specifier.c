const;
_Thread_local;
_Alignas(8);
