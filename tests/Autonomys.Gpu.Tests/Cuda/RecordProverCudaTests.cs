using Autonomys.Gpu.Tests.Shared;

namespace Autonomys.Gpu.Tests.Cuda;

public sealed class RecordProverCudaTests() : RecordProverTests(TestDevice.Cuda);
