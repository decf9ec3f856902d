int __VA_ARGS__;
