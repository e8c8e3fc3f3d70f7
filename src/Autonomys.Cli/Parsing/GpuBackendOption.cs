using System.CommandLine;
using Autonomys.Gpu.Devices;

namespace Autonomys.Cli.Parsing;

/// <summary>`--gpu-backend`: on which devices something is computed.</summary>
internal static class GpuBackendOption
{
    /// <param name="what">What is computed there, with its verb: "What makes proofs".</param>
    public static Option<GpuBackend> Create(string what) => new("--gpu-backend")
    {
        Description = $"{what}: auto (CUDA devices where there are any, else the processor), cuda (an error without one), "
            + "opencl (experimental), cpu-accelerator (the GPU's kernels on threads of the processor: very slow, to test them), none (the processor). "
            + "CUDA_VISIBLE_DEVICES chooses devices.",
        HelpName = "auto|cuda|opencl|cpu-accelerator|none",
        DefaultValueFactory = _ => GpuBackend.Auto,
        CustomParser = result =>
        {
            string value = result.Tokens[0].Value;
            switch (value)
            {
                case "auto":
                    return GpuBackend.Auto;
                case "cuda":
                    return GpuBackend.Cuda;
                case "opencl":
                    return GpuBackend.OpenCl;
                case "cpu-accelerator":
                    return GpuBackend.CpuAccelerator;
                case "none":
                    return GpuBackend.None;
                default:
                    result.AddError($"--gpu-backend {value}: expected auto, cuda, opencl, cpu-accelerator or none.");
                    return GpuBackend.Auto;
            }
        },
    };
}
