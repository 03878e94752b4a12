using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>What one direction of a link has carried so far.</summary>
/// <param name="From">The sending node.</param>
/// <param name="To">The receiving node.</param>
/// <param name="Packets">Transmissions begun, acknowledgements included.</param>
/// <param name="Carried">Bytes on the wire, headers included.</param>
/// <param name="Busy">Time the transmitter was occupied.</param>
/// <param name="PeakWaiting">Most packets that waited at once; one that crosses an idle link counts for an instant.</param>
public sealed record LinkUse(int From, int To, long Packets, Bytes Carried, Duration Busy, int PeakWaiting);
