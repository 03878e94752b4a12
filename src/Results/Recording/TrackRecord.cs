namespace DeepStack.Sim.Results.Recording;

/// <summary>A place at which things happen.</summary>
/// <param name="Id">Its number; dense from 0.</param>
/// <param name="Parent">The track it is part of; -1 for none.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Replica">The replica it belongs to, an index of <see cref="RunHeader.Replicas"/>; -1 for the whole machine.</param>
/// <param name="Name">What to call it, such as "device 0" or "channel 3/bank 1".</param>
public sealed record TrackRecord(int Id, int Parent, TrackKind Kind, int Replica, string Name);
