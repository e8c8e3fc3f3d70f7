using Autonomys.Gpu.Tests.Shared;

namespace Autonomys.Gpu.Tests.Cpu;

public sealed class ChaCha8KernelCpuTests() : ChaCha8KernelTests(TestDevice.Cpu);

public sealed class ChaCha8KernelCpuWarpTests() : ChaCha8KernelTests(TestDevice.CpuWarps);
