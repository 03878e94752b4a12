using System.Runtime.InteropServices;
using DeepStack.Sim.Compute;

namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>Kernels that were chosen, by product and by its size in tokens.</summary>
/// <remarks>Products are few and sizes many: a size by itself takes a fifth of what a whole shape takes, and tables stay out of the heap of large objects.</remarks>
/// <typeparam name="TProduct">What does not depend on tokens.</typeparam>
/// <typeparam name="TSize">What does.</typeparam>
internal sealed class RememberedKernels<TProduct, TSize>
    where TProduct : struct
    where TSize : notnull
{
    private readonly Dictionary<TProduct, Dictionary<TSize, Kernel?>> _products = [];

    /// <summary>The place of a kernel, null until one is put there; it holds until another size is asked for.</summary>
    /// <param name="product">The product.</param>
    /// <param name="size">Its size.</param>
    public ref Kernel? Find(in TProduct product, TSize size)
    {
        if (!_products.TryGetValue(product, out Dictionary<TSize, Kernel?>? sizes)) _products[product] = sizes = [];
        return ref CollectionsMarshal.GetValueRefOrAddDefault(sizes, size, out _);
    }
}
