namespace Autonomys.Archiving;

/// <summary>What goes wrong with blocks, segments and pieces that were given to this project.</summary>
public abstract class ArchivingException(string message) : Exception(message);
