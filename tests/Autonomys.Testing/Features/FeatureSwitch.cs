namespace Autonomys.Testing.Features;

/// <summary>Processor features that a rerun of tests has to do without; each also takes away what builds on it.</summary>
public enum FeatureSwitch
{
    /// <summary>AVX-512: vectors of 256 bits are the widest.</summary>
    NoAvx512,

    /// <summary>AVX2, and with it BMI and FMA: vectors of 128 bits are the widest.</summary>
    NoAvx2,

    /// <summary>AES and carry-less multiplication; vectors stay as they are.</summary>
    NoAes,

    /// <summary>Everything beyond the baseline: scalar code.</summary>
    NoHardwareIntrinsics,
}
