namespace DeepStack.Sim.Physics.Network;

/// <summary>Where a layer's temperature is taken and its heat let in; simulators differ in it.</summary>
public enum NodeConvention
{
    /// <summary>On the layer's face away from the cooler, with spreader and sink rims as lumps: HotSpot's grid model. The heat crosses the whole layer.</summary>
    FarFace,

    /// <summary>In the layer's middle, the bottom layer on its far face: 3D-ICE. Rims as lumps too.</summary>
    MidPlane,

    /// <summary>Spreader and sink gridded to their full size and thick layers cut into slices: no lumps, the most faithful and the slowest.</summary>
    Resolved,
}
