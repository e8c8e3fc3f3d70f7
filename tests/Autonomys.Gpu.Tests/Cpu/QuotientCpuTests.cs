using Autonomys.Gpu.Tests.Shared;

namespace Autonomys.Gpu.Tests.Cpu;

public sealed class QuotientCpuTests() : QuotientTests(TestDevice.Cpu);
