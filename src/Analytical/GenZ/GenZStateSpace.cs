namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>The sizes of a Mamba layer.</summary>
/// <param name="State">Elements of state for each channel.</param>
/// <param name="Taps">Taps of the convolution for each channel.</param>
/// <param name="Expansion">Channels for each element of the residual stream.</param>
/// <param name="StepRank">The rank of the projection that gives the time step.</param>
public sealed record GenZStateSpace(long State, long Taps, long Expansion, long StepRank);
