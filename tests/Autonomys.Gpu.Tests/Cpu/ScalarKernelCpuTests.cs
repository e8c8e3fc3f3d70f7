using Autonomys.Gpu.Tests.Shared;

namespace Autonomys.Gpu.Tests.Cpu;

public sealed class ScalarKernelCpuTests() : ScalarKernelTests(TestDevice.Cpu);
