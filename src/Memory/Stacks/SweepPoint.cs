using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>One point of a sweep.</summary>
/// <param name="Stack">The stack's name.</param>
/// <param name="Layers">Its layers.</param>
/// <param name="ConnectedLayers">How many of them are connected.</param>
/// <param name="Pattern">stream, random or full rows.</param>
/// <param name="Transaction">Bytes of a transfer on one channel.</param>
/// <param name="Outstanding">Transfers under way at each channel.</param>
/// <param name="Bandwidth">Bytes a second of the whole stack.</param>
/// <param name="Efficiency">The bandwidth over the peak of the ports, 0 to 1.</param>
/// <param name="MeanLatency">The mean time of a transfer [s]; 0 where it was not taken.</param>
/// <param name="LinearLaw">The efficiency that DeepStack's linear law gives for full rows.</param>
public sealed record SweepPoint(
    string Stack,
    int Layers,
    int ConnectedLayers,
    string Pattern,
    Bytes Transaction,
    int Outstanding,
    Bandwidth Bandwidth,
    double Efficiency,
    double MeanLatency,
    double LinearLaw);
