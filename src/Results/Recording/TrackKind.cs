namespace DeepStack.Sim.Results.Recording;

/// <summary>What a track is.</summary>
public enum TrackKind
{
    /// <summary>Not said.</summary>
    Unspecified,

    /// <summary>A replica: one copy of the model with its scheduler.</summary>
    Replica,

    /// <summary>A device, or a class of devices that do the same at the same time.</summary>
    Device,

    /// <summary>A part of a device: a bank, a link, a matrix unit.</summary>
    Component,
}
