# Environment of the training programs: one BLAS thread per process, OpenBLAS's AVX-512 kernels where the processor has them (it does
# not recognise all of them by itself), and large buffers kept instead of returned to the system.
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
unset OPENBLAS_CORETYPE
if grep -qs avx512dq /proc/cpuinfo; then
  export OPENBLAS_CORETYPE=SkylakeX
fi
export MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=8000000000 MALLOC_TOP_PAD_=64000000
