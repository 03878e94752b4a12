using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Platform;

/// <summary>Bytes that go from one device to another.</summary>
/// <param name="Source">The sending device.</param>
/// <param name="Destination">The receiving device.</param>
/// <param name="Size">Payload.</param>
public readonly record struct DeviceTransfer(int Source, int Destination, Bytes Size);
