using Autonomys.Gpu.Tests.Shared;

namespace Autonomys.Gpu.Tests.Cuda;

public sealed class ChaCha8KernelCudaTests() : ChaCha8KernelTests(TestDevice.Cuda);
