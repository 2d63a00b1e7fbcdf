//! How much memory a thread has at a time.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    ptr,
};

/// The most that may be asked for at once; more is refused, which ends the process.
const MOST: usize = 1 << 30;

thread_local! {
    /// What the thread has, and the most that it had, in bytes.
    static BYTES: Cell<(isize, isize)> = const { Cell::new((0, 0)) };
}

/// The system's allocator, counting. Counts only where a test binary makes it its own:
/// `#[global_allocator]`.
pub struct Measured;

fn count(bytes: isize) {
    let _ = BYTES.try_with(|of| {
        let (now, peak) = of.get();
        of.set((now + bytes, peak.max(now + bytes)));
    });
}

/// Begins to count from nothing.
pub(super) fn begin() {
    BYTES.set((0, 0));
}

/// The most since [`begin`].
pub(super) fn peak() -> usize {
    usize::try_from(BYTES.get().1).unwrap_or(0)
}

#[expect(unsafe_code, reason = "an allocator is unsafe by nature; all calls go on as they came")]
// SAFETY: every block comes from and goes back to the system's allocator with its own layout.
unsafe impl GlobalAlloc for Measured {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.size() > MOST {
            return ptr::null_mut();
        }
        count(layout.size() as isize);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if layout.size() > MOST {
            return ptr::null_mut();
        }
        count(layout.size() as isize);
        // SAFETY: the caller's promise.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if size > MOST {
            return ptr::null_mut();
        }
        count(size as isize - layout.size() as isize);
        // SAFETY: the caller's promise.
        unsafe { System.realloc(block, layout, size) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(block, layout) }
    }
}
