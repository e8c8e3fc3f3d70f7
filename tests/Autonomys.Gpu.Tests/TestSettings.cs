using Xunit.Sdk;
using Xunit.v3;

// Kernels on the processor have many threads that wait for each other by spinning: two of them at once take far longer than one after the other.
[assembly: Parallelization(Mode = ParallelMode.None)]
