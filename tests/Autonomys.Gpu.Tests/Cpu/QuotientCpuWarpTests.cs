using Autonomys.Gpu.Tests.Shared;

namespace Autonomys.Gpu.Tests.Cpu;

/// <summary>Whole warps as groups: whoever forgets a barrier is seen here.</summary>
public sealed class QuotientCpuWarpTests() : QuotientTests(TestDevice.CpuWarps);
