//! The allocator of a plugin that is warmed up when it is built.
//!
//! A warm-up leaves a heap with holes all over. A call that filled them would write to
//! many pages far apart, and each page that a call writes to costs the host a copy
//! and a clean-up. So there are two heaps: one for the warm-up, which is frozen
//! afterwards, and one for calls, which begins in fresh memory right behind it.

use std::alloc::{GlobalAlloc, Layout};
use std::cell::UnsafeCell;

use dlmalloc::Dlmalloc;

/// Bytes that the second heap has from the start, so that a call seldom has to ask
/// the host for memory. They are zero, so they take no room in the component.
const READY: usize = 1 << 20;

/// The allocator; [`warm_up!`](crate::warm_up!) makes it the plugin's.
#[derive(Debug)]
pub struct TwoHeaps(UnsafeCell<Heaps>);

struct Heaps {
    warm_up: Dlmalloc,
    calls: Dlmalloc,
    /// Where the first heap ends; 0 until it is frozen.
    frozen: usize,
}

impl std::fmt::Debug for Heaps {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Heaps")
            .field("frozen", &self.frozen)
            .finish_non_exhaustive()
    }
}

// SAFETY: a plugin is compiled for one thread.
unsafe impl Sync for TwoHeaps {}

impl TwoHeaps {
    /// Both heaps, empty.
    #[expect(
        clippy::new_without_default,
        reason = "a static needs a const function"
    )]
    pub const fn new() -> Self {
        Self(UnsafeCell::new(Heaps {
            warm_up: Dlmalloc::new(),
            calls: Dlmalloc::new(),
            frozen: 0,
        }))
    }

    /// From here on the second heap serves.
    pub fn freeze(&self) {
        // SAFETY: one thread, and no other reference is alive while this one is.
        let heaps = unsafe { &mut *self.0.get() };
        heaps.frozen = core::arch::wasm32::memory_size(0) << 16;
        // SAFETY: what was allocated just now is given back as it was.
        unsafe {
            let room = heaps.calls.malloc(READY, 1);
            if !room.is_null() {
                heaps.calls.free(room, READY, 1);
            }
        }
    }
}

impl Heaps {
    fn current(&mut self) -> &mut Dlmalloc {
        if self.frozen == 0 {
            &mut self.warm_up
        } else {
            &mut self.calls
        }
    }

    /// True for memory of the warm-up once that is over: it stays as it is.
    fn is_frozen(&self, address: *mut u8) -> bool {
        (address as usize) < self.frozen
    }
}

// SAFETY: `Dlmalloc` fulfils the contract, and every address goes back to the heap
// that it came from, or to none.
unsafe impl GlobalAlloc for TwoHeaps {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: one thread; the caller vouches for the layout.
        unsafe {
            (*self.0.get())
                .current()
                .malloc(layout.size(), layout.align())
        }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        unsafe {
            (*self.0.get())
                .current()
                .calloc(layout.size(), layout.align())
        }
    }

    unsafe fn dealloc(&self, address: *mut u8, layout: Layout) {
        // SAFETY: as above; the address came from this allocator.
        unsafe {
            let heaps = &mut *self.0.get();
            if !heaps.is_frozen(address) {
                heaps.current().free(address, layout.size(), layout.align());
            }
        }
    }

    unsafe fn realloc(&self, address: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above; what is frozen is copied, which reads no more than there
        // was and writes no more than there is.
        unsafe {
            let heaps = &mut *self.0.get();
            if !heaps.is_frozen(address) {
                return heaps
                    .current()
                    .realloc(address, layout.size(), layout.align(), size);
            }
            let moved = heaps.current().malloc(size, layout.align());
            if !moved.is_null() {
                std::ptr::copy_nonoverlapping(address, moved, layout.size().min(size));
            }
            moved
        }
    }
}
