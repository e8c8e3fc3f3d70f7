using Autonomys.Gpu.Tests.Shared;

namespace Autonomys.Gpu.Tests.Cpu;

/// <summary>Whole warps as groups: whoever forgets a barrier is seen here. Every barrier is a meeting of 32 threads, which takes its time.</summary>
[Trait("Category", "Long")]
public sealed class QuotientCpuWarpTests() : QuotientTests(TestDevice.CpuWarps);
