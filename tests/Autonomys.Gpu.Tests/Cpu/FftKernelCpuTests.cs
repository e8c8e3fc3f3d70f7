using Autonomys.Gpu.Tests.Shared;

namespace Autonomys.Gpu.Tests.Cpu;

public sealed class FftKernelCpuTests() : FftKernelTests(TestDevice.Cpu);
