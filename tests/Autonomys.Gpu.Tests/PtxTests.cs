using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels;

namespace Autonomys.Gpu.Tests;

/// <summary>What runs on threads of the processor need not compile for a device: its compiler knows less of C#.</summary>
public sealed class PtxTests
{
    // 8.0 and 8.9 give what 9.0 gives.
    public static TheoryData<int, int> Architectures => new() { { 7, 5 }, { 9, 0 } };

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Every_kernel_compiles_and_calls_nothing(int major, int minor)
    {
        using PtxCompiler compiler = new(major, minor);
        foreach ((string name, System.Reflection.MethodInfo method) in KernelCatalog.All)
        {
            string assembly = compiler.Compile(method);

            // The newest target that the compiler writes is sm_80; drivers compile that for what is newer.
            Assert.Contains($".target sm_{(major == 7 ? 75 : 80)}", assembly, StringComparison.Ordinal);
            Assert.Contains(".entry", assembly, StringComparison.Ordinal);

            // A call keeps its caller's registers in local memory: everything small is to be inlined.
            Assert.False(assembly.Contains("call.uni", StringComparison.Ordinal), $"{name} calls a function");
        }
    }
}
