using Autonomys.Gpu.Tests.Shared;

namespace Autonomys.Gpu.Tests.Cpu;

public sealed class RecordProverCpuTests() : RecordProverTests(TestDevice.CpuSingle);
