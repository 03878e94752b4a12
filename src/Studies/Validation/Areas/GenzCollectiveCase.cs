using DeepStack.Sim.Analytical.GenZ;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>The times that tool gives to collectives of one size.</summary>
/// <param name="Name">File and id.</param>
/// <param name="Platform">A platform with these links.</param>
/// <param name="Nodes">Devices that take part.</param>
/// <param name="Size">The size of the whole tensor in bytes.</param>
/// <param name="Times">Its times.</param>
internal sealed record GenzCollectiveCase(string Name, GenZPlatform Platform, int Nodes, double Size, IReadOnlyList<(GenZTransfer Kind, string Column, double Microseconds)> Times);
