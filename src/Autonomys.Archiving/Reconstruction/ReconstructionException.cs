namespace Autonomys.Archiving.Reconstruction;

/// <summary>Pieces from which their segment cannot be reconstructed: too few, or wrong in what they hold.</summary>
public sealed class ReconstructionException(string message) : ArchivingException(message);
